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
  ["[data-answers]", "./answers.js"],
  ["[data-cards]", "./cards.js"],
];

const wanted = features.filter(([selector]) => document.querySelector(selector)).map(([, path]) => path);

/* "data-ready" says that nothing more is on its way. */
Promise.allSettled([...wanted, "./keys.js"].map((path) => import(path).then((feature) => feature.start(document)))).then(
  (ended) => {
    document.documentElement.dataset.ready = "";
    for (const { reason } of ended) if (reason) throw reason;
  },
);
