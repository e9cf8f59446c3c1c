/** The colours of a report. */
export type PaintColour = 'green' | 'red' | 'yellow' | 'gray' | 'bold';

/** Colours a text for a terminal, or leaves it. */
export type Paint = (colour: PaintColour, text: string) => string;

/** Leaves every text as it is: for files and pipes. */
export const plainPaint: Paint = (_colour, text) => text;
