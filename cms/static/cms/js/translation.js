/* Words that the script of the translation editor keeps in English, in the language of the editor: the heading, by the
   language of the original (data-fr, data-en), and the name of the menu of actions (data-more).
   Its first button is whatever act comes last: for who may not publish, that is leaving the original. They get no such
   button, and read under the heading who publishes (data-publishers). */
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

  function tellWhoPublishes(root) {
    const first = root.querySelector("footer .w-dropdown-button > .action-secondary");
    const heading = root.querySelector("h3");
    if (!first || !heading || root.querySelector("#who-publishes")) return;
    first.parentElement.style.display = "none";
    const said = document.createElement("p");
    said.id = "who-publishes";
    said.textContent = words.publishers;
    heading.parentElement.after(said);
  }

  document.addEventListener("DOMContentLoaded", () => {
    const editor = document.querySelector(".js-translation-editor");
    if (!editor) return;
    const look = () => [say, tellWhoPublishes].forEach((act) => act(editor));
    new MutationObserver(look).observe(editor, { childList: true, subtree: true });
  });
})();
