/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Talking to the server: a form's fields go to its address, with the token of the page. */

export const token = () => document.querySelector('meta[name="csrf"]')?.content ?? "";

/* POST the form's fields (or a FormData) and ask for `accept`. Throws when the server cannot be reached;
 * the answer may still be a refusal. */
export async function send(address, fields, accept = "application/json") {
  return fetch(address, {
    method: "POST",
    headers: { Accept: accept, "X-CSRF-Token": token() },
    body: new URLSearchParams(fields),
    credentials: "same-origin",
    keepalive: true,
  });
}

/* GET a page of this place and give its document. */
export async function page(address, signal) {
  const answer = await fetch(address, { headers: { Accept: "text/html" }, credentials: "same-origin", signal });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/* Put what stands under `selector` in `from` in the place of the same here. The nodes come from a parsed
 * page of our own server; scripts in them do not run. */
export function swap(selector, from) {
  const here = document.querySelector(selector);
  const there = from.querySelector(selector);
  if (here && there) here.replaceWith(document.adoptNode(there));
  return Boolean(here && there);
}

export function later(wait, act) {
  let timer;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...given), wait);
  };
}
