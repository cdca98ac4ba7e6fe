export function isAlive(pid: number): boolean
export function holderOf(file: string): number | undefined
export function tryLock(file: string): (() => void) | undefined
export function lock(file: string, onWait?: (pid: number) => void): Promise<() => void>
