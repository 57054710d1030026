/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door of all scripts. Every page works without them; a feature is loaded only where the page asks
 * for it by a data- attribute. */
const features = [
  ["[data-copy], [data-print], [data-absolute]", "./copy.js"],
  ["[data-guard]", "./guard.js"],
  ["[data-recheck]", "./recheck.js"],
  ["[data-live]", "./live.js"],
  ["[data-refresh]", "./refresh.js"],
  ["[data-drop]", "./drop.js"],
  ["[data-note]", "./notes.js"],
  ["[data-clock]", "./clock.js"],
  ["[data-sentence]", "./sentence.js"],
  ["[data-focus]", "./focus.js"],
  ["[data-rows]", "./rows.js"],
  ["[data-network]", "./network.js"],
];

for (const [selector, path] of features) {
  if (document.querySelector(selector)) {
    import(path).then((feature) => feature.start(document));
  }
}
import("./keys.js").then((keys) => keys.start(document));
