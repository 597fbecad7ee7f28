"""Content security policy, under the setting names of Django 6 so that an upgrade deletes this file."""

from django.conf import settings

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def policy(directives):
    """{"script-src": ["'self'"]} -> the header's text."""
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


class ContentSecurityPolicyMiddleware:
    """One strict policy for the site, a looser one for the editors' admin, on its addresses only."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.site, self.admin = policy(settings.SECURE_CSP), policy(settings.SECURE_CSP_ADMIN)

    def __call__(self, request):
        response = self.get_response(request)
        preview = getattr(request, "is_preview", False)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        if "Content-Security-Policy" not in response:
            looser = request.path.startswith("/admin/") or preview
            response["Content-Security-Policy"] = self.admin if looser else self.site
        return response
