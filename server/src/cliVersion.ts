/**
 * The version that `--version` and SARIF reports show.
 *
 * Written here and not read from package.json, because the bundle is one file; a test holds the two together.
 */

export const version = '0.1.0';
