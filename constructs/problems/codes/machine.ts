import type { CodeEntry } from './code-entry';

/** What is wrong on the machine that a platform is started on. */
export const machineCodes = {
  'project-missing': {
    title: 'There is no platform for one machine in a folder.',
    why: 'citykit up and citykit down work on what citykit synth --target compose wrote.',
    mend: 'Name the folder of the city and its target: out/izmir/compose.',
    example: {
      of: 'shell',
      wrong: 'citykit up out --prepare',
      right: 'citykit synth city.yaml --target compose\ncitykit up out/izmir/compose --prepare',
    },
  },
  'engine-missing': {
    title: 'No container engine answers.',
    why: 'A platform on one machine runs in containers, which Docker or Podman starts.',
    mend: 'Install Docker with its Compose plugin, or Podman with docker-compose and podman.socket, and start it. A user who may not talk to Docker is put into the group docker.',
    example: { of: 'nothing', because: 'it tells of the machine.' },
  },
  'engine-failed': {
    title: 'The container engine refused something.',
    why: 'A port is taken, an image cannot be pulled, or the disk is full: the message has its words.',
    mend: 'Mend what it names, and run citykit up again.',
    example: { of: 'nothing', because: 'it tells of the machine.' },
  },
  'service-failed': {
    title: 'A part of a platform did not become ready.',
    why: 'It ended with an error, or did not answer in time; those that come after it wait.',
    mend: 'See its last words in the message, and all of them with docker compose logs.',
    example: { of: 'nothing', because: 'it takes a container engine.' },
  },
  'secret-given': {
    title: 'A secret that somebody else keeps is not on this machine.',
    why: 'citykit makes passwords between the parts of a platform, and cannot know those of others, such as of a mail server.',
    mend: 'Add a line for it to the file .env beside compose.yaml.',
    example: {
      of: 'shell',
      wrong:
        "printf 'mail: { host: smtp.izmir.example, from: a@izmir.example, login: { user: a, secret: { name: mail } } }\\n' >> city.yaml\ncitykit synth city.yaml --target compose\ncitykit up out/izmir/compose --prepare",
      right:
        "printf 'mail: { host: smtp.izmir.example, from: a@izmir.example, login: { user: a, secret: { name: mail } } }\\n' >> city.yaml\ncitykit synth city.yaml --target compose\necho MAIL_PASSWORD=known-to-the-mail-server > out/izmir/compose/.env\ncitykit up out/izmir/compose --prepare",
    },
  },
  'certificate-unfit': {
    title: 'The certificate of the city cannot be used.',
    why: 'It is not there, is for other hosts, or its time is over: browsers would turn people away.',
    mend: 'Put certificate.pem, with its chain, and key.pem into the folder certificates; or let the machine make one with certificate: local.',
    example: {
      of: 'shell',
      wrong:
        "printf 'targets: { compose: { certificate: own } }\\n' >> city.yaml\ncitykit synth city.yaml\ncitykit up out/izmir/compose --prepare",
      right: 'citykit synth city.yaml --target compose\ncitykit up out/izmir/compose --prepare',
    },
  },
  'data-kept': {
    title: 'Data are to be deleted, and the name of the city is another.',
    why: 'What is deleted is gone for good.',
    mend: 'Write the name of the city after --delete-data, or leave it out to keep the data.',
    example: {
      of: 'shell',
      wrong: 'citykit synth city.yaml --target compose\ncitykit down out/izmir/compose --delete-data yes',
      right: 'citykit synth city.yaml --target compose',
    },
  },
} as const satisfies Record<string, CodeEntry>;
