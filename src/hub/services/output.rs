//! What a service prints, line by line, in the hub's log.

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, BufReader};

use crate::model::ServiceName;

/// The longest part of a line that is one line of the log.
const LINE: u64 = 8192;

/// Log what `service` prints on one of its ends, until it closes that.
pub(super) async fn log(service: ServiceName, printed: impl AsyncRead + Unpin) {
    let mut printed = BufReader::new(printed);
    let mut line = Vec::new();
    while let Ok(1..) = (&mut printed).take(LINE).read_until(b'\n', &mut line).await {
        let said = String::from_utf8_lossy(&line);
        let said = said.trim_end();
        if !said.is_empty() {
            tracing::info!(%service, said, "a service says");
        }
        line.clear();
    }
}
