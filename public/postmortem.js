// The script of post-mortems. Without it, the button that prints is hidden, and the contents mark no section.
addEventListener('click', ({ target }) => {
  if (target.closest('[data-print]')) print();
});

/** Marks the last section that begins in the upper part of the window or above it. */
const markSection = () => {
  const links = [...document.querySelectorAll('.contents-list a')];
  const startOf = ({ hash }) => document.querySelector(hash).getBoundingClientRect().top;
  const current = links.findLast((link) => startOf(link) < innerHeight / 3) ?? links[0];
  for (const link of links) link.ariaCurrent = link === current;
};
addEventListener('scroll', markSection, { passive: true });
markSection();
