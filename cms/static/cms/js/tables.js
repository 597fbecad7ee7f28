/* The menu of a table being edited, in the language of the desk: data-words holds {name of Handsontable: words}. */
(function () {
  "use strict";
  const words = JSON.parse(document.currentScript.dataset.words);
  if (window.Handsontable) {
    window.Handsontable.languages.registerLanguageDictionary({ languageCode: "desk", ...words });
  }
})();
