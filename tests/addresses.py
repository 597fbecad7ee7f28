"""Addresses of sign-in in each language, as a browser shows them."""

SIGN_IN = {"fr": "/fr/comptes/connexion/", "en": "/en/accounts/login/"}
PASSWORD_RESET = {"fr": "/fr/comptes/mot-de-passe/oubli/", "en": "/en/accounts/password/reset/"}
RESET_KEY = {"fr": "/fr/comptes/mot-de-passe/oubli/cle/", "en": "/en/accounts/password/reset/key/"}
