import { askForExaminations, listExaminations } from '@cupel/store';
import { z } from 'zod';
import { defineRoute } from '../../platform/http/route.js';
import { TimeSchema } from '../../platform/http/schemas.js';
import { FindingSchema, ReportSchema } from '../../platform/jobs/examination.js';

const ExaminationSchema = z
  .object({
    host: z.string().meta({ description: 'the name of the machine' }),
    at: TimeSchema,
    seconds: z.number().meta({ description: 'that it took' }),
    strict: z.boolean().meta({ description: 'every wall stood and every limit held' }),
    findings: z.array(FindingSchema),
  })
  .meta({ id: 'Examination' });

export const examinationsRoute = defineRoute({
  method: 'GET',
  path: '/api/doctor',
  scope: 'admin',
  tag: 'Queue',
  summary: 'What the doctor last found on each machine that has a worker',
  responses: { 200: z.object({ items: z.array(ExaminationSchema) }).meta({ id: 'Examinations' }) },
  errors: [],
  handler: async ({ services }) => {
    const items = (await listExaminations(services.database)).flatMap(({ host, at, report }) => {
      // Kept by a worker of another version: its next report will be one that can be read.
      const { data } = ReportSchema.safeParse(report);
      if (data === undefined) return [];
      const { findings, seconds } = data;
      return [{ host, at: at.toISOString(), seconds, strict: findings.every(({ level }) => level !== 'fail'), findings }];
    });
    return { status: 200, body: { items } };
  },
});

export const examineRoute = defineRoute({
  method: 'POST',
  path: '/api/doctor',
  scope: 'admin',
  tag: 'Queue',
  summary: 'Ask every worker to examine its machine; the reports come within seconds',
  responses: { 202: z.object({ asked: z.boolean() }).meta({ id: 'ExaminationAsked' }) },
  errors: [],
  handler: async ({ services }) => {
    await askForExaminations(services.database);
    return { status: 202, body: { asked: true } };
  },
});
