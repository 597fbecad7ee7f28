"""The language of a request, as Django finds it, but for what has no language: it keeps its own 404, and says none."""

from django.conf import settings
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class Languages(LocaleMiddleware):
    """Django looks for every address it does not find under /fr/ or /en/; the desk, files and pictures are not there.

    Without this they answer a redirection instead of 404 (django/middleware/locale.py, 5.2).
    """

    def process_response(self, request, response):
        if response.status_code == 404 and request.path_info.startswith(settings.WITHOUT_LANGUAGE):
            response.headers.setdefault("Content-Language", translation.get_language())
            return response
        response = super().process_response(request, response)
        if response.headers.get("Content-Language") == "":  # a file of which nobody said it
            del response.headers["Content-Language"]
        return response
