/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An advice shows the sentence it means: a click on its quote selects it in the draft. */

export function start(root) {
  root.addEventListener("click", (event) => {
    const quote = event.target.closest("[data-sentence] q");
    const body = root.querySelector("#body");
    const sentence = quote?.closest("[data-sentence]").dataset.sentence;
    const at = sentence && body ? body.value.indexOf(sentence) : -1;
    if (at < 0) return;
    body.focus();
    body.setSelectionRange(at, at + sentence.length);
  });
}
