import type { LoadedCity } from '../constructs/files/load-spec';
import type { CityPlatform } from '../constructs/platform/city-platform';
import { Component } from '../constructs/waist/component';
import type { Finding } from '../constructs/waist/finding';

/** The section of the spec that decides each component of a platform, by the component's title. */
export function specPaths(platform: CityPlatform): Record<string, string> {
  return Object.fromEntries(Component.all(platform).map(({ title, specPath }) => [title, specPath]));
}

/**
 * Adds to each finding without a place in code the line of the spec that decides it: that of its component's section, or
 * of the profile.
 *
 * @param sections as {@link specPaths} gives them.
 */
export function locateFindings(
  findings: readonly Finding[],
  sections: Readonly<Record<string, string>>,
  spec: LoadedCity,
): Finding[] {
  return findings.map((finding) => {
    if (finding.source) return finding;
    const section = finding.component ? sections[finding.component] : undefined;
    for (const path of [section, 'profile', 'name']) {
      const place = path === undefined ? undefined : spec.locate(path);
      if (place) return { ...finding, source: `${place.file ?? spec.file}:${place.line}:${place.column} ${path}` };
    }
    return { ...finding, source: spec.file };
  });
}
