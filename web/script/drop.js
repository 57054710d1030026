/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that is dropped or chosen is looked at right away. */

export function start(root) {
  for (const form of root.querySelectorAll("form[data-drop]")) {
    const input = form.querySelector('input[type="file"]');
    const over = (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      form.classList.toggle("is-over", event.type !== "dragleave");
    };
    form.addEventListener("dragover", over);
    form.addEventListener("dragleave", over);
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      form.classList.remove("is-over");
      if (event.dataTransfer.files.length === 0) return;
      input.files = event.dataTransfer.files;
      form.requestSubmit();
    });
  }
}
