/** Attribute of the clients that the kit made; one that bears it and is no longer in the model is removed. */
export const managed = { 'citykit.managed': 'true' } as const;
