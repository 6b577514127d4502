export const layout = {
  skip: 'Skip to content',
  pages: 'Pages',
  api: 'API',
  notFound: 'There is no such page.',
  notFoundWhy: 'The address may be mistyped, or what was there is gone:',
  ways: {
    playground: 'to write a program and see it run',
    problems: 'to solve',
    contests: 'and their leaderboards',
    api: 'for programs',
  },
  broken: 'This page broke.',
  reload: 'Load it again',
  theme: {
    system: 'Theme: as the system. Change to light.',
    light: 'Theme: light. Change to dark.',
    dark: 'Theme: dark. Change to the system’s.',
  },
} as const;
