import { z } from 'zod';
import { STATUSES } from '#domain/measurement/status';

const instant = z.iso.datetime().meta({ description: 'UTC with milliseconds', example: '2022-03-30T13:20:00.000Z' });
const millionths = z.number().int();

export const intervalsSchema = z
  .object({
    component: z.string(),
    from: instant,
    to: instant,
    evaluatedUntil: instant.nullable().meta({
      description: 'Time up to which probes are evaluated; the intervals end here if `to` is later',
    }),
    intervals: z.array(z.object({ from: instant, to: instant, status: z.enum(STATUSES) })),
  })
  .meta({ id: 'Intervals' });

export const unconfirmedSchema = z
  .object({
    component: z.string(),
    from: instant,
    to: instant,
    evaluatedUntil: instant.nullable(),
    unconfirmed: z.array(z.object({ from: instant, to: instant, status: z.enum(STATUSES) })).meta({
      description:
        'Failures that began in the window and were shorter than confirmFor; not part of any figure. `status` is the worst status during the failure',
    }),
  })
  .meta({ id: 'Unconfirmed' });

export const uptimeSchema = z
  .object({
    component: z.string(),
    from: instant,
    to: instant,
    evaluatedUntil: instant
      .nullable()
      .meta({ description: 'Time up to which probes are evaluated; the figures end here if `to` is later' }),
    upMs: z.number().int(),
    downMs: z.number().int(),
    degradedMs: z.number().int().meta({ description: 'Part of upMs' }),
    unknownMs: z.number().int(),
    excludedMs: z.number().int(),
    uptimeMillionths: millionths.nullable(),
    lowestMillionths: millionths.nullable(),
    highestMillionths: millionths.nullable(),
    coverageMillionths: millionths.nullable(),
    targetMillionths: millionths,
    met: z.boolean().nullable(),
    policyVersions: z.array(z.number().int()),
  })
  .meta({ id: 'Uptime' });

const uptimePeriodSchema = z.object({
  component: z.string(),
  name: z.string(),
  period: z.string().meta({ description: 'A year or a month (UTC)', example: '2022-03' }),
  from: instant,
  to: instant,
  evaluatedUntil: instant,
  upMs: z.number().int(),
  downMs: z.number().int(),
  degradedMs: z.number().int().meta({ description: 'Part of upMs' }),
  unknownMs: z.number().int(),
  excludedMs: z.number().int(),
  uptimeMillionths: millionths.nullable(),
  coverageMillionths: millionths.nullable(),
  targetMillionths: millionths,
  hasEnoughData: z.boolean().meta({ description: 'Otherwise the page shows neither a figure nor a verdict' }),
  met: z.boolean().nullable(),
  budgetMs: z.number().int().meta({ description: 'Error budget of the whole period' }),
  consumedMs: z.number().int(),
});

export const uptimePeriodsSchema = z
  .object({ year: z.string(), periods: z.array(uptimePeriodSchema) })
  .meta({ id: 'UptimePeriods' });

export type UptimePeriod = z.infer<typeof uptimePeriodSchema>;
export type UptimePeriodsAnswer = z.infer<typeof uptimePeriodsSchema>;
export type IntervalsAnswer = z.infer<typeof intervalsSchema>;
export type UptimeAnswer = z.infer<typeof uptimeSchema>;
export type UnconfirmedAnswer = z.infer<typeof unconfirmedSchema>;
