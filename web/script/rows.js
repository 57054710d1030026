/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One more row of a form without a trip to the server: the last empty row again, under the next number. */
const MOST = 100;

const numbered = (text, prefix, number) => text.replace(new RegExp(`^${prefix}\\.\\d+\\.`), `${prefix}.${number}.`);

function another(rows) {
  const prefix = rows.dataset.rows;
  const last = [...rows.querySelectorAll("[data-row]")].at(-1);
  const [, number] = /\.(\d+)\./.exec(last.querySelector("[name]").name);
  if (Number(number) + 1 >= MOST) return null;
  const row = last.cloneNode(true);
  for (const part of row.querySelectorAll("[id], [for], [name]")) {
    for (const key of ["id", "for", "name"]) {
      if (part.hasAttribute(key)) part.setAttribute(key, numbered(part.getAttribute(key), prefix, Number(number) + 1));
    }
    if (part.matches("input, textarea")) part.value = "";
  }
  last.after(row);
  return row;
}

export function start(root) {
  for (const rows of root.querySelectorAll("[data-rows]")) {
    const button = rows.parentElement.querySelector("[data-more-rows]");
    button.hidden = false;
    button.addEventListener("click", () => another(rows)?.querySelector("input")?.focus());
  }
  for (const button of root.querySelectorAll("[data-without-script]")) button.hidden = true;
}
