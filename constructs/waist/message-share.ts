/** Share of an event bus's storage that messages may take; the rest is for what the bus keeps of its own, and for bursts. */
export const messageShare = 0.6;
