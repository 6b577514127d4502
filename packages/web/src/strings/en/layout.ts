export const layout = {
  skip: 'Skip to content',
  pages: 'Pages',
  api: 'API',
  notFound: 'There is no such page.',
  back: 'To the playground',
  broken: 'This page broke.',
  reload: 'Load it again',
  theme: {
    system: 'Theme: as the system. Change to light.',
    light: 'Theme: light. Change to dark.',
    dark: 'Theme: dark. Change to the system’s.',
  },
} as const;
