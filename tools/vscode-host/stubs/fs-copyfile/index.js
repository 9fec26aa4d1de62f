// Stands in for @vscode/fs-copyfile, a native module that copies files by cloning them where the disk can do so.
// Node's own copying has the same effect, only slower on such disks.
export { constants, copyFileSync } from 'node:fs';
export { copyFile, cp } from 'node:fs/promises';
export const isCloneSupported = () => false;
