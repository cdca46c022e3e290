import { useEffect, useState } from 'react';
import { SECTIONS, type Section } from '#domain/postmortem/sections';

/** The part of the window, from its top, in which a section is the current one. */
const WINDOW_PART = '0px 0px -66% 0px';

/** Returns the section that is read or edited now: the first one in the upper part of the window. */
export function useCurrentSection(): Section {
  const [current, setCurrent] = useState<Section>(SECTIONS[0]);
  useEffect(() => {
    const seen = new Set<string>();
    const observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) seen.add(target.id);
          else seen.delete(target.id);
        }
        const first = SECTIONS.find((section) => seen.has(section));
        if (first) setCurrent(first);
      },
      { rootMargin: WINDOW_PART },
    );
    for (const section of SECTIONS) {
      const element = document.getElementById(section);
      if (element) observer.observe(element);
    }
    return () => observer.disconnect();
  }, []);
  return current;
}
