/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Buttons that only a script can make work: they are hidden until it is here. */

function said(button, works) {
  const words = button.textContent;
  button.dataset.done = works ? "yes" : "no";
  setTimeout(() => {
    delete button.dataset.done;
    button.textContent = words;
  }, 1500);
}

async function copy(button) {
  const source = document.querySelector(button.dataset.copy);
  const text = source.value ?? source.textContent;
  try {
    await navigator.clipboard.writeText(text);
    said(button, true);
  } catch {
    source.focus();
    source.select?.();
    said(button, false);
  }
}

export function start(root) {
  for (const field of root.querySelectorAll("[data-absolute]")) {
    field.value = new URL(field.value, location.href).href;
  }
  for (const button of root.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
  for (const button of root.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}
