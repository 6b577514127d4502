/** What is done of a rejudge bit by bit. */
export interface Working {
  readonly id: string;
  readonly tenantId: string;
  readonly work: 'pick' | 'apply' | 'tidy';
  readonly after: string | null;
  readonly picking: Readonly<Record<string, unknown>> | null;
}

/** Submissions at once: no transaction holds many for long, and no statement takes longer than one may. */
export const PART = 1_000;
