const DAY_MS = 86_400_000

/** From when on the checks find something. `npm run docs` writes the table in docs/fleet.md from it. */
export const thresholds = {
  keyDays: { value: 365, unit: 'days', about: 'an API key is old' },
  unusedDays: { value: 90, unit: 'days', about: 'a secret of a service account is unused' },
  secretDays: { value: 30, unit: 'days', about: 'a secret expires soon' },
  certificateDays: {
    value: 30,
    unit: 'days',
    about: 'a certificate of an identity provider expires soon',
  },
  urgentDays: { value: 7, unit: 'days', about: 'a secret or certificate that expires is urgent' },
  limitPercent: { value: 80, unit: '%', about: 'a query limit is nearly used up' },
  lagSeconds: { value: 300, unit: 's', about: 'a stream processor on a change stream lags' },
  lagMessages: { value: 10_000, unit: 'messages', about: 'a stream processor on Kafka lags' },
  restoreDays: { value: 7, unit: 'days', about: 'a failed restore is no longer shown' },
  firstSnapshotHours: { value: 36, unit: 'hours', about: 'a new cluster must have a snapshot' },
  endingDays: { value: 180, unit: 'days', about: 'a feature is about to be removed from Atlas' },
  changeHours: { value: 24, unit: 'hours', about: 'a change outside Gatehouse is no longer shown' },
} as const

/** By the most frequent snapshots of a cluster, the age in hours from which the newest one is late. */
export const lateHours: Readonly<Record<string, number>> = {
  hourly: 24,
  daily: 36,
  weekly: 8 * 24,
  monthly: 32 * 24,
  yearly: 367 * 24,
}

type Named<U> = {
  [K in keyof typeof thresholds]: (typeof thresholds)[K]['unit'] extends U ? K : never
}[keyof typeof thresholds]

/** A threshold of days in milliseconds. */
export const daysOf = (name: Named<'days'>): number => thresholds[name].value * DAY_MS
/** A threshold of hours in milliseconds. */
export const hoursOf = (name: Named<'hours'>): number => (thresholds[name].value * DAY_MS) / 24
