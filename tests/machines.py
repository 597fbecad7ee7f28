"""A machine translator for tests: it says everything aloud, and can be told to lose tags, or to fail after a while."""

from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.strings import StringValue

SETTING = {"CLASS": "tests.machines.Loud", "OPTIONS": {}}


class Loud(BaseMachineTranslator):
    display_name = "Loud"

    def can_translate(self, source_locale, target_locale):
        return source_locale.language_code != target_locale.language_code

    def translate(self, source_locale, target_locale, strings):
        self.options["asked"] = [*self.options.get("asked", []), [string.data for string in strings]]
        if len(self.options["asked"]) > self.options.get("answers", 99):
            raise TimeoutError("the service is away")
        return {string: StringValue(self.say(string)) for string in strings}

    def say(self, string):
        words = string.render_text() if self.options.get("loses_tags") else string.data
        return words.upper() if "<" not in words else words.replace("guide", "GUIDE")
