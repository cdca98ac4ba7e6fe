/** Loaded before a measured program: prints the most memory it used, in MB. */
process.on('exit', () => console.error(`PEAK ${Math.round(process.resourceUsage().maxRSS / 1024)}`))
