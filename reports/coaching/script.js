// Copy buttons; everything on the page is there without them.
"use strict";
(() => {
  // Where the clipboard is not given to a page from disk, the text is selected for Ctrl+C.
  const choose = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  };
  for (const button of document.querySelectorAll("button[data-copies]")) {
    const text = document.getElementById(button.dataset.copies);
    const said = button.closest("details").querySelector("[role=status]");
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.textContent);
        said.textContent = "Copied.";
      } catch {
        choose(text);
        said.textContent = "Selected: copy it with Ctrl+C or ⌘C.";
      }
    });
  }
})();
