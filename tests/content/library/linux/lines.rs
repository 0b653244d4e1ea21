//! The lines that the texts of `linux` name.

use super::super::basis::Pointed;

pub(super) const LINES: &[Pointed] = &[
    ("stop-takes-ten-seconds", 4, "./server --port 8080"),
    ("lock-outlives-the-script", 2, "exec 9> deploy.lock"),
    ("folder-without-x", 4, "chmod 644 reports"),
    ("log-renamed-while-open", 1, "exec 3>> app.log"),
    ("name-with-a-blank", 2, "f=\"old report.txt\""),
    ("name-with-a-blank", 3, "rm $f"),
    ("build-fails-deploy-goes-on", 4, "./build"),
    ("build-fails-deploy-goes-on", 5, "./upload"),
    ("build-fails-deploy-goes-on", 8, "deploy || { echo \"not deployed\"; e"),
    ("variable-that-went-away", 2, "source ./app.env"),
    ("variable-that-went-away", 3, "rm -rf \"$APP_HOME\"/*"),
    ("backup-ok-for-days", 2, "set -e"),
    ("backup-ok-for-days", 4, "pg_dump shop | gzip > \"$out\""),
    ("backup-ok-for-days", 5, "find /backup -name 'shop-*.sql.gz'"),
    ("backup-ok-for-days", 6, "echo \"backup ok: $out\""),
];
