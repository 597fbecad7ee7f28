"""Every address of the site. What comes first wins: the closed password doors stand above the includes."""

from allauth.account import views as account
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _
from wagtail.admin import urls as wagtailadmin_urls

from cms import media, views
from cms.bilingual.words import DeskWords, EditorWords

account_urls = [
    path(_("accounts/mail/"), views.try_mail_again, name="mail_again"),
    path(_("accounts/login/"), account.login, name="account_login"),
    path(_("accounts/logout/"), account.logout, name="account_logout"),
    path(_("accounts/signup/"), account.signup, name="account_signup"),
    path(_("accounts/inactive/"), account.account_inactive, name="account_inactive"),
    path(_("accounts/reauthenticate/"), account.reauthenticate, name="account_reauthenticate"),
    path(_("accounts/password/change/"), account.password_change, name="account_change_password"),
    path(_("accounts/password/set/"), account.password_set, name="account_set_password"),
    path(_("accounts/password/reset/"), account.password_reset, name="account_reset_password"),
    path(_("accounts/password/reset/done/"), account.password_reset_done, name="account_reset_password_done"),
    re_path(  # the key holds hyphens, the id does not
        _(r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$"),
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
closed = login_not_required(views.to_sign_in)

urlpatterns = [
    path("", views.front, name="front"),
    path("healthz", views.health, name="health"),
    path("mail/bounces/", views.take_bounces, name="bounces"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("language/<slug:language>/", views.choose_language, name="choose_language"),
    path("page/", include("spaces.lasting_urls")),
    path("media/<path:path>", media.image, name="media"),
    path("admin/login/", closed),
    path("admin/password_reset/", closed),
    path("django-admin/login/", closed),
    path("<slug:language>/_util/login/", lambda request, language: closed(request)),
    path("admin/localize/jsi18n/", EditorWords.as_view()),
    path("admin/jsi18n/", DeskWords.as_view()),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/<int:pk>/", media.document, name="document"),
    path("documents/<int:pk>/<path:filename>", media.document, name="wagtaildocs_serve"),  # Wagtail's name
    *i18n_patterns(*account_urls, path("", include("search.urls")), path("", include("spaces.urls"))),
]
