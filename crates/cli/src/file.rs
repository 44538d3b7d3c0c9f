//! Reading files with a bound, and writing them whole or not at all.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use depute::{Code, Kind};

use crate::failure::Failure;

/// A key file or a token is smaller.
const SMALL_BYTES: usize = 64 * 1024;

/// The bytes of a file, of at most `most` bytes.
pub(crate) fn read(path: &Path, most: usize) -> Result<Vec<u8>, Failure> {
    let file = File::open(path).map_err(|cause| Failure::io(path, "read", &cause))?;
    read_open(file, path, most)
}

/// The bytes of a file that is open, of at most `most` bytes.
pub(crate) fn read_open(file: File, path: &Path, most: usize) -> Result<Vec<u8>, Failure> {
    read_all(file, most, &format!("`{}`", path.display()), |cause| Failure::io(path, "read", cause))
}

/// The bytes of standard input, at most `most` of them.
pub(crate) fn read_stdin(most: usize) -> Result<Vec<u8>, Failure> {
    read_all(io::stdin().lock(), most, "standard input", |cause| {
        Failure::new(Code::IoFailed, format!("cannot read standard input: {}", crate::failure::reason(cause)))
    })
}

fn read_all(
    from: impl Read,
    most: usize,
    name: &str,
    failed: impl Fn(&io::Error) -> Failure,
) -> Result<Vec<u8>, Failure> {
    // Room at once for what is small, so that a growing buffer leaves no copy of a key behind.
    let mut bytes = Vec::with_capacity(most.min(SMALL_BYTES).saturating_add(1));
    let bound = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    from.take(bound).read_to_end(&mut bytes).map_err(|cause| failed(&cause))?;
    if bytes.len() > most {
        return Err(Failure::new(Code::LimitExceeded, format!("{name} is larger than {most} bytes")));
    }
    Ok(bytes)
}

/// Who may read what is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Readers {
    /// As the process's umask says.
    Umask,
    /// The owner alone.
    Owner,
}

/// What to do when the file exists.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Existing {
    /// Put the new one in its place.
    Replace,
    /// Leave it and fail with `name_taken`.
    Keep,
}

/// Whether a name means standard output, where everything that is printed goes in its order.
pub(crate) fn is_standard_output(path: &Path) -> bool {
    ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].iter().any(|name| path == Path::new(name))
}

/// Whether nothing has this name: not even a link whose file is gone. What cannot be looked at is no absence.
pub(crate) fn is_absent(path: &Path) -> Result<bool, Failure> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(false),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(cause) => Err(Failure::io(path, "read", &cause)),
    }
}

/// Writes a file through a temporary one beside it, so that no reader ever meets half of it and a failure leaves what
/// was there.
pub(crate) fn write(path: &Path, bytes: &[u8], readers: Readers, existing: Existing) -> Result<(), Failure> {
    let failed = |cause: &io::Error| Failure::io(path, "write", cause);
    // A name that stands for a device, a pipe or an open file is written to; renaming would replace what is behind it.
    let is_open = ["/dev/", "/proc/"].iter().any(|folder| path.starts_with(folder));
    if existing == Existing::Replace
        && fs::metadata(path).is_ok_and(|found| !found.is_dir() && (is_open || !found.is_file()))
    {
        let mut device = File::options().append(true).open(path).map_err(|cause| failed(&cause))?;
        return device.write_all(bytes).and_then(|()| device.flush()).map_err(|cause| failed(&cause));
    }
    if existing == Existing::Replace && holds_key(path) {
        return Err(Failure::new(Code::NameTaken, format!("`{}` holds a private key", path.display()))
            .hint("choose another name"));
    }
    // Through a link, the file that it names is replaced, not the link.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".depute-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = if readers == Readers::Owner { 0o600 } else { 0o666 };
        builder.permissions(fs::Permissions::from_mode(mode));
    }
    #[cfg(not(unix))]
    let _ = readers;
    let mut file = builder.tempfile_in(folder).map_err(|cause| failed(&cause))?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(|cause| failed(&cause))?;
    let placed = match existing {
        Existing::Replace => file.persist(&target),
        Existing::Keep => file.persist_noclobber(&target),
    };
    match placed {
        Ok(_) => {
            // The name lasts as the bytes do, and files written one after the other appear in that order; where a file
            // system cannot promise it, the file is written all the same.
            #[cfg(unix)]
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
            Ok(())
        }
        Err(refused) if existing == Existing::Keep && refused.error.kind() == io::ErrorKind::AlreadyExists => {
            Err(Failure::new(Code::NameTaken, format!("`{}` exists", path.display())))
        }
        Err(refused) => Err(failed(&refused.error)),
    }
}

/// Whether a file begins as a private key does, which no product may replace.
fn holds_key(path: &Path) -> bool {
    let mut start = [0; 256];
    let read = File::open(path).and_then(|mut file| file.read(&mut start)).unwrap_or(0);
    let start = String::from_utf8_lossy(start.get(..read).unwrap_or_default());
    ["PRIVATE KEY-----", Kind::Secret.prefix()].iter().any(|mark| start.contains(mark))
}

#[cfg(test)]
mod tests {
    use depute::SigningKey;

    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_kept_when_asked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        write(&path, b"one", Readers::Umask, Existing::Keep).unwrap();
        let refused = write(&path, b"two", Readers::Umask, Existing::Keep).unwrap_err();
        assert_eq!(refused.code(), Code::NameTaken);
        assert_eq!(read(&path, 3).unwrap(), b"one");
        write(&path, b"two", Readers::Umask, Existing::Replace).unwrap();
        assert_eq!(read(&path, 3).unwrap(), b"two");
        assert_eq!(read(&path, 2).unwrap_err().code(), Code::LimitExceeded);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file stays");
    }

    #[test]
    fn a_private_key_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let raw = SigningKey::from_seed(&[1; 32]).to_text();
        for key in [&format!("{}\n", *raw), "\n-----BEGIN ENCRYPTED PRIVATE KEY-----\n", "-----BEGIN PRIVATE KEY-----"]
        {
            fs::write(&path, key).unwrap();
            let refused = write(&path, b"two", Readers::Umask, Existing::Replace).unwrap_err();
            assert_eq!((refused.code(), read(&path, 99).unwrap()), (Code::NameTaken, key.as_bytes().to_vec()));
        }
        for other in ["did:key:z6Mk", "dpt1_ggGEQ6EBMqBY", "-----BEGIN PUBLIC KEY-----"] {
            fs::write(&path, other).unwrap();
            write(&path, b"two", Readers::Umask, Existing::Replace).unwrap();
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_failed_write_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("no such folder").join("a");
        assert_eq!(write(&missing, b"x", Readers::Owner, Existing::Keep).unwrap_err().code(), Code::IoFailed);
        assert_eq!(write(folder.path(), b"x", Readers::Owner, Existing::Replace).unwrap_err().code(), Code::IoFailed);
        let full = Path::new("/dev/full");
        if full.exists() {
            assert_eq!(write(full, b"x", Readers::Umask, Existing::Replace).unwrap_err().code(), Code::IoFailed);
            assert!(!fs::metadata(full).unwrap().is_file(), "the device is still one");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_only_the_owner_may_read_is_0600() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        write(&path, b"x", Readers::Owner, Existing::Keep).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
