/* Words that the script of the translation editor keeps in English, in the language of the editor: the heading, by the
   language of the original (data-fr, data-en), and the name of the menu of actions (data-more). */
(function () {
  "use strict";
  const words = document.currentScript.dataset;

  function say(root) {
    const heading = words[JSON.parse(root.dataset.props).sourceLocale.code];
    root.querySelectorAll("h3").forEach((found) => {
      if (heading && /^\S+ to \S+ translation$/.test(found.textContent)) found.textContent = heading;
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
