/** Each queue, with its name for people. */
export const queues = {
  requests: 'Requests waiting for a decision',
  effects: 'Approved changes waiting to be sent',
  unknown: 'Approved changes with an unknown outcome',
  stuck: 'Approved changes that can’t continue',
  commands: 'Commands with an unknown outcome',
  guided: 'Guided changes that are halted',
  drift: 'Access granted outside Gatehouse',
  outbox: 'Audit rows not yet read for notifications',
  deliveries: 'Notifications waiting to be delivered',
  dead: 'Notifications that were not delivered',
} as const
export type QueueName = keyof typeof queues
