/** Whether a place counts as production: by its tags, in gatehouse.yaml. */
export type Environment = 'production' | 'other'
