import { cronBounds } from '../../constructs/spec/cron-schedule';
import type { Job } from '../../constructs/waist/primitives';
import type { Value } from '../../constructs/waist/primitives/reference';
import { healthTest } from './health-check';

const file = '/citykit/schedule/schedule.sh';

/** Says with its absence that the last run ended well. */
const failed = '/tmp/failed';

/** Waits for its minutes and runs the command in each, one run at a time. What falls into a run, or into a night in which the machine is off, is left out. */
const script = `#!/bin/sh
# Runs a command at the minutes of MINUTES, HOURS, DAYS, MONTHS and WEEKDAYS, which are lists, in UTC.
trap 'kill "$waiting" 2>/dev/null; exit 0' TERM INT
among() { case " $1 " in *" $2 "*) ;; *) return 1 ;; esac; }
on_day() {
  if [ "$EITHER_DAY" = yes ]; then among "$DAYS" "$1" || among "$WEEKDAYS" "$2"; else among "$DAYS" "$1" && among "$WEEKDAYS" "$2"; fi
}
due() {
  set -- $(date -u '+%M %H %d %m %w')
  among "$MINUTES" "\${1#0}" && among "$HOURS" "\${2#0}" && on_day "\${3#0}" "$5" && among "$MONTHS" "\${4#0}"
}
waiting= last=
while :; do
  minute=$(date -u '+%Y-%m-%dT%H:%M')
  if [ "$minute" != "$last" ] && due; then
    last=$minute
    timeout "$DEADLINE" "$@" & waiting=$!
    if wait "$waiting"; then rm -f ${failed}; else echo "the run of $minute failed: $?" >&2; : >${failed}; fi
  fi
  sleep 20 & waiting=$!
  wait "$waiting"
done
`;

/** What a container of a job on a schedule has besides what the job has. */
export interface Scheduled {
  readonly command: readonly Value[];
  readonly env: Readonly<Record<string, Value>>;
  readonly files: Readonly<Record<string, Value>>;
  readonly scratch: Job['scratch'];
  readonly test: readonly string[];
}

/**
 * A job on a schedule, as a container that waits for its minutes: no socket of the engine, and no program that starts others.
 *
 * @throws when the image has no shell that could wait.
 */
export function scheduled(job: Job, schedule: string): Scheduled {
  const { image, command, args } = job;
  if (!image.shell) throw new Error(`${job.node.path}: ${image.name} has no shell that could wait for ${schedule}`);
  const words = [...(command ?? image.entrypoint), ...(args ?? (command ? [] : image.cmd))];
  return {
    command: [image.shell, file, ...words],
    env: { ...expanded(schedule), DEADLINE: job.deadline.seconds },
    files: { [file]: script },
    scratch: job.scratch.some(({ path }) => path === '/tmp') ? job.scratch : [...job.scratch, { path: '/tmp' }],
    test: healthTest([image.shell, '-c', `[ ! -e ${failed} ]`]),
  };
}

/** The fields of a cron schedule as lists of what they stand for. */
export function expanded(schedule: string): Record<string, string> {
  const fields = schedule.split(' ');
  const [minutes = '', hours = '', days = '', months = '', weekdays = ''] = cronBounds.map(([min, max], at) =>
    list(fields[at] ?? '*', min, max),
  );
  const week = [...new Set(weekdays.split(' ').map((day) => String(Number(day) % 7)))].sort().join(' ');
  // As cron has it: of two fields that name days, either will do.
  const either = fields[2] !== '*' && fields[4] !== '*';
  return {
    MINUTES: minutes,
    HOURS: hours,
    DAYS: days,
    MONTHS: months,
    WEEKDAYS: week,
    EITHER_DAY: either ? 'yes' : 'no',
  };
}

function list(field: string, min: number, max: number): string {
  const numbers = field.split(',').flatMap((part) => {
    const [range = '*', step] = part.split('/');
    const [from = min, to = step === undefined ? from : max] =
      range === '*' ? [min, max] : range.split('-').map(Number);
    const every = Number(step ?? 1);
    return Array.from({ length: Math.floor((to - from) / every) + 1 }, (_, index) => from + index * every);
  });
  return [...new Set(numbers)].sort((a, b) => a - b).join(' ');
}
