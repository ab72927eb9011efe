import type { CityPlatform } from '../constructs/platform/city-platform';
import { Component } from '../constructs/waist/component';
import type { Finding } from '../constructs/waist/finding';
import type { LoadedCity } from './load-spec';

/**
 * Adds to each finding without a place in code the line of the spec that decides it: that of its component's section, or
 * of the profile.
 */
export function locateFindings(findings: readonly Finding[], platform: CityPlatform, spec: LoadedCity): Finding[] {
  const sections = new Map(Component.all(platform).map((component) => [component.title, component.specPath]));
  return findings.map((finding) => {
    if (finding.source) return finding;
    const section = finding.component ? sections.get(finding.component) : undefined;
    for (const path of [section, 'profile', 'name']) {
      const place = path === undefined ? undefined : spec.locate(path);
      if (place) return { ...finding, source: `${spec.file}:${place.line}:${place.column} ${path}` };
    }
    return { ...finding, source: spec.file };
  });
}
