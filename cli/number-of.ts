/** How many there are, in words of English: `1 tenant`, `2 tenants`. */
export function numberOf(list: readonly unknown[], noun: string): string {
  return `${list.length} ${noun}${list.length === 1 ? '' : 's'}`;
}
