/* Words that the script of the translation editor keeps in English, in the language of the editor (data-heading, data-more). */
(function () {
  "use strict";
  const words = document.currentScript.dataset;

  function say(root) {
    root.querySelectorAll("h3").forEach((heading) => {
      const languages = heading.textContent.match(/^(\S+) to (\S+) translation$/);
      const said = languages && words.heading.replace("%(source)s", languages[1]).replace("%(target)s", languages[2]);
      if (said && said !== heading.textContent) heading.textContent = said;
    });
    root.querySelectorAll(".w-dropdown__toggle .w-sr-only").forEach((name) => {
      if (name.textContent !== words.more) name.textContent = words.more;
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    const editor = document.querySelector(".js-translation-editor");
    if (editor) new MutationObserver(() => say(editor)).observe(editor, { childList: true, subtree: true });
  });
})();
