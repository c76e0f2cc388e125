//! Where a database lies: what kind of file system, and how much room is left.

use std::path::Path;

use crate::error::{Error, Result};

/// Below this much free room a warning is given.
const LOW_BYTES: u64 = 500 * 1_000_000;

/// Below this part of the whole, in percent, likewise.
const LOW_PERCENT: u64 = 5;

/// How much room there is where a database lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Bytes that can be written.
    pub free: u64,
    /// Bytes there are in all.
    pub total: u64,
}

impl Room {
    /// Whether there is so little left that it has to be said: under 500 MB or under 5 %.
    pub fn is_low(self) -> bool {
        self.free < LOW_BYTES
            || self.free.saturating_mul(100) < self.total.saturating_mul(LOW_PERCENT)
    }

    /// "420 MB (3 %)".
    pub fn words(self) -> String {
        let percent = self
            .free
            .saturating_mul(100)
            .checked_div(self.total)
            .unwrap_or(0);
        let (value, unit) = match self.free / 1_000_000 {
            mega if mega < 10_000 => (mega, "MB"),
            mega => (mega / 1_000, "GB"),
        };
        format!("{value} {unit} ({percent} %)")
    }

    /// What is said when there is little left.
    pub fn warning(self) -> Option<String> {
        self.is_low().then(|| {
            format!(
                "Bara {} ledigt på disken. Säg till den som sköter datorn.",
                self.words()
            )
        })
    }
}

/// The folder a file lies in.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// How much room there is where a file lies.
///
/// # Errors
/// When the system does not say.
pub(super) fn room(path: &Path) -> Result<Room> {
    let stat = rustix::fs::statvfs(folder_of(path)).map_err(std::io::Error::from)?;
    Ok(Room {
        free: stat.f_bavail.saturating_mul(stat.f_frsize),
        total: stat.f_blocks.saturating_mul(stat.f_frsize),
    })
}

/// Refuses a place that can only be read, in words that say so.
///
/// # Errors
/// When the file system is mounted to be read only.
pub(super) fn refuse_read_only(path: &Path) -> Result<()> {
    use rustix::fs::StatVfsMountFlags;
    match rustix::fs::statvfs(folder_of(path)) {
        Ok(stat) if stat.f_flag.contains(StatVfsMountFlags::RDONLY) => Err(Error::denied(format!(
            "{} ligger på en disk som bara går att läsa, inte skriva på.",
            path.display()
        ))
        .hint("Säg till den som sköter datorn. Inget har ändrats.")),
        _ => Ok(()),
    }
}

/// File systems that other machines share, by the number Linux gives them (`statfs(2)`).
#[cfg(target_os = "linux")]
const SHARED: &[(u32, &str)] = &[
    (0x0000_6969, "NFS"),
    (0xff53_4d42, "CIFS"),
    (0xfe53_4d42, "SMB"),
    (0x0000_517b, "SMB"),
    (0x0102_1997, "9P"),
    (0x5346_414f, "AFS"),
    (0x00c3_6400, "Ceph"),
    (0x0bd0_0bd0, "Lustre"),
    (0x0116_1970, "GFS2"),
    (0x7461_636f, "OCFS2"),
    (0x786f_4256, "VirtualBox"),
    (0x6573_5546, "FUSE"),
];

/// Refuses a place that several machines can share: the shared memory that a WAL database needs does not
/// reach between them. Of FUSE only what lies on a disk of this machine is taken (`fuseblk`).
///
/// # Errors
/// Names the kind of file system.
#[cfg(target_os = "linux")]
pub(super) fn refuse_shared(path: &Path) -> Result<()> {
    let Ok(stat) = rustix::fs::statfs(folder_of(path)) else {
        return Ok(());
    };
    match shared(stat.f_type as u32) {
        Some("FUSE") if on_a_disk(path) => Ok(()),
        Some(kind) => Err(Error::user(format!(
            "{} ligger på ett nätverksfilsystem ({kind}), där databasen kan skadas.",
            path.display()
        ))
        .hint("Lägg databasen på en disk i den dator där akt körs.")),
        None => Ok(()),
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn refuse_shared(_: &Path) -> Result<()> {
    Ok(())
}

#[cfg(target_os = "linux")]
fn shared(kind: u32) -> Option<&'static str> {
    let known = SHARED.iter().find(|(number, _)| *number == kind);
    known.map(|(_, name)| *name)
}

/// Whether a FUSE file system lies on a block device, by the device's line in `mountinfo`.
#[cfg(target_os = "linux")]
fn on_a_disk(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let Ok(meta) = std::fs::metadata(folder_of(path)) else {
        return false;
    };
    let device = format!(
        "{}:{}",
        rustix::fs::major(meta.dev()),
        rustix::fs::minor(meta.dev())
    );
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    mounts
        .lines()
        .filter(|line| line.split(' ').nth(2) == Some(device.as_str()))
        .any(|line| line.contains(" - fuseblk "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_room_is_told_by_bytes_and_by_share() {
        let room = |free: u64, total: u64| Room { free, total };
        assert!(room(499_000_000, 1_000_000_000).is_low());
        assert!(room(900_000_000, 100_000_000_000).is_low());
        assert!(!room(6_000_000_000, 100_000_000_000).is_low());
        assert_eq!(
            room(420_000_000, 14_000_000_000).warning().as_deref(),
            Some("Bara 420 MB (3 %) ledigt på disken. Säg till den som sköter datorn.")
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn network_file_systems_are_known_and_local_ones_pass() {
        assert_eq!(shared(0x6969), Some("NFS"));
        assert_eq!(shared(0xff53_4d42), Some("CIFS"));
        // ext4, btrfs, xfs, tmpfs, overlay
        for local in [0xef53, 0x9123_683e, 0x5846_5342, 0x0102_1994, 0x794c_7630] {
            assert_eq!(shared(local), None);
        }
    }
}
