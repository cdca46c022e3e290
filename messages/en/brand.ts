/** Texts about the brand of the installation, in English. */
export const enBrand = {
  /** The name of a site with a brand, as in "Incidents – Larkfield status". */
  title: (name: string) => `${name} status`,
  description: (name: string) => `Current status, incidents and uptime of ${name}.`,
  /** The line below the sentence of a link preview. */
  since: (moment: string) => `Since ${moment}`,
  /** Pairs of colours, after "contrast for". */
  accent: {
    linksOnCards: 'links on cards',
    linksOnPage: 'links on the page',
    textOnSelectedItems: 'text on selected items',
    whiteOnButtons: 'white text on buttons',
    whiteOnButtonsUnderPointer: 'white text on hovered buttons',
    focusRingOnPage: 'the focus ring on the page',
    buttonsOnCards: 'buttons on cards',
  },
} as const;
