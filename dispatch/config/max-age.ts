/** Seconds that a delivery is tried for, unless the file says otherwise. */
export const defaultMaxAge = 24 * 3600;
