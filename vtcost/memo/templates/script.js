// Opens the fold in which a target stands; everything can be read and opened by hand without it.
"use strict";
let figure = null; // The link in a table from which a derivation was opened.
let followed = ""; // The address of the link that was followed last.

function target(hash) {
  try {
    return document.getElementById(decodeURIComponent(hash.slice(1)));
  } catch {
    return null;
  }
}

function reveal(element, block = "start") {
  for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  const place = element.matches("details") ? element.querySelector("summary") : element;
  if (place.tabIndex < 0) place.tabIndex = -1;
  place.focus({ preventScroll: true });
  element.scrollIntoView({ block });
}

function arrive() {
  const place = target(location.hash);
  if (place) reveal(place);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  const place = link && target(link.hash);
  if (!place) return;
  // Back to the very figure, if this group was opened from it; else the address of the link: its row.
  const from = figure && target(figure.hash);
  if (link.matches(".back a") && from && link.closest("details").contains(from)) {
    event.preventDefault();
    reveal(figure, "center");
    return;
  }
  if (link.matches("td a")) figure = link;
  followed = link.hash;
  reveal(place);
});
addEventListener("hashchange", () => {
  // This comes a moment after a link was followed: a reader who has moved on since is not pulled back.
  const moved = location.hash === followed && document.activeElement !== document.body;
  followed = "";
  if (!moved) arrive();
});
addEventListener("load", arrive);

const contents = document.querySelector(".contents details");
if (contents && matchMedia("(max-width: 63.99rem)").matches) contents.open = false;

// A table or chart is a stop of the Tab key only where it can be scrolled.
function stops() {
  for (const box of document.querySelectorAll(".table, .picture")) box.tabIndex = box.scrollWidth > box.clientWidth ? 0 : -1;
}
addEventListener("load", stops);
addEventListener("resize", stops);
document.addEventListener("toggle", stops, true);

// On paper the chapters are open, and afterwards as they were.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details.chapter:not([open])")];
  for (const fold of folded) fold.open = true;
});
addEventListener("afterprint", () => {
  for (const fold of folded) fold.open = false;
});
