// A plain click on a link within this page tells the server where to go; every other click is the browser's own.
// A copy button puts its words on the clipboard. Escape closes what lies open beside the page.
// What an action did is brought into view. When something opens beside the page it gets the focus, and the place that
// was asked for is brought into view.

const PANEL = ".kb-panel";

const ours = (event, links) => {
  const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  const link = plain && event.target instanceof Element && event.target.closest(links);
  return link || null;
};

const copy = async (button) => {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = "Copied";
  } catch {
    button.textContent = "The browser did not allow copying";
  }
  setTimeout(() => { button.textContent = label; }, 1600);
};

const goTo = (name) => {
  const place = document.querySelector(`[data-place="${name}"]`);
  if (!place) return;
  place.scrollIntoView({ block: "start" });
  place.setAttribute("tabindex", "-1");
  place.focus({ preventScroll: true });
};

let opened = null;
let cameFrom = "";
let shown = "";

const origin = () => [...document.querySelectorAll(".kb a[href]")].find(
  (link) => !link.closest(PANEL) && link.getAttribute("href") === cameFrom);

const keepInView = (link) => {
  const { top, bottom } = link.getBoundingClientRect();
  if (top < 0 || bottom > window.innerHeight) link.scrollIntoView({ block: "center" });
};

const settle = () => {
  const panel = document.querySelector(PANEL);
  if (panel && panel !== opened) {
    opened = panel;
    panel.focus({ preventScroll: true });
    const place = panel.querySelector(".kb-leaf-box, .kb-here mark, .kb-here");
    if (place) place.scrollIntoView({ block: "start" });
    else panel.scrollTop = 0;
    const from = origin();
    if (from) requestAnimationFrame(() => keepInView(from));
  }
  if (!panel && opened) {
    opened = null;
    const back = origin();
    if (back) {
      back.focus({ preventScroll: true });
      requestAnimationFrame(() => keepInView(back));
    }
  }
  const told = document.querySelector(".stMain .kb-done");
  if (told && told.textContent !== shown) told.scrollIntoView({ block: "center" });
  shown = told ? told.textContent : "";
  const current = document.querySelector(".kb-tree [aria-current]");
  if (current && !current.dataset.seen) {
    current.dataset.seen = "yes";
    const tree = current.closest(".kb-tree");
    tree.scrollTop += current.getBoundingClientRect().top - tree.getBoundingClientRect().top - tree.clientHeight / 2;
  }
};

let view = "";

const turnPage = () => {
  const here = new URLSearchParams(window.location.search);
  const now = ["view", "on", "q", "more"].map((name) => here.get(name) || "").join("\n");
  if (view && now !== view) {
    const page = document.querySelector(".stMain");
    if (page) page.scrollTop = 0;
  }
  view = now;
};

export default function ({ setTriggerValue }) {
  const follow = (event) => {
    const button = event.target instanceof Element && event.target.closest(".kb .kb-copy");
    if (button) copy(button);
    const within = ours(event, '.kb a[href^="#kb-"]');
    if (within) {
      event.preventDefault();
      goTo(within.getAttribute("href").slice(1));
    }
    const link = ours(event, '.kb a[href^="?"]');
    if (link) {
      event.preventDefault();
      if (!link.closest(PANEL)) cameFrom = link.getAttribute("href");
      setTriggerValue("followed", link.getAttribute("href"));
    }
  };
  const close = (event) => {
    const way = event.key === "Escape" && document.querySelector(`${PANEL} .kb-close`);
    if (way) setTriggerValue("followed", way.getAttribute("href"));
  };
  const watcher = new MutationObserver(() => { turnPage(); settle(); });
  watcher.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("click", follow, true);
  document.addEventListener("keydown", close);
  turnPage();
  settle();
  document.documentElement.dataset.kbLinks = "ready";
  return () => {
    watcher.disconnect();
    document.removeEventListener("click", follow, true);
    document.removeEventListener("keydown", close);
  };
}
