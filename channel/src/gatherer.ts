/**
 * What is sent within one turn leaves together: a system call for each small frame would cost more than all else.
 */

/** Call what is returned before each write to the socket; `soon` runs something at the end of the turn. */
export function gatherer(socket: { cork(): void; uncork(): void }, soon: (run: () => void) => void): () => void {
  let gathering = false;
  return () => {
    if (gathering) return;
    gathering = true;
    socket.cork();
    soon(() => {
      gathering = false;
      socket.uncork();
    });
  };
}
