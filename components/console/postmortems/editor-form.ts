/** The id of the form that saves the text. Its fields and buttons are in several places of the page. */
export const EDITOR_FORM = 'editor';
