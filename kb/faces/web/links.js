// A plain click on a link within this page tells the server where to go; every other click is the browser's own.
// A copy button puts its words on the clipboard.
// When a panel opens, the place that was asked for is brought into view.

const ours = (event) => {
  const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  const link = plain && event.target instanceof Element && event.target.closest('.kb a[href^="?"]');
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

const centre = () => {
  const place = document.querySelector('[role="dialog"] .kb-here mark, [role="dialog"] .kb-here');
  if (place && !place.dataset.seen) {
    place.dataset.seen = "yes";
    place.scrollIntoView({ block: "center" });
  }
};

export default function ({ setTriggerValue }) {
  const follow = (event) => {
    const button = event.target instanceof Element && event.target.closest(".kb .kb-copy");
    if (button) copy(button);
    const link = ours(event);
    if (link) {
      event.preventDefault();
      setTriggerValue("followed", link.getAttribute("href"));
    }
  };
  const watcher = new MutationObserver(centre);
  watcher.observe(document.body, { childList: true, subtree: true });
  document.addEventListener("click", follow, true);
  centre();
  document.documentElement.dataset.kbLinks = "ready";
  return () => {
    watcher.disconnect();
    document.removeEventListener("click", follow, true);
  };
}
