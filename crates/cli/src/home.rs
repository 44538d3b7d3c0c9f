//! The folder of one user: `keys/NAME.pem`, `names.toml`, `trust.toml`, `revocations.dptr`.

use std::env;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use depute::Code;
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::file::{self, Existing, Readers};
use crate::{keyfile, names};

/// How often a lock that another command holds is tried, and how long between: four seconds in all, where a command holds
/// it for milliseconds.
const LOCK_TRIES: u32 = 80;
const LOCK_PAUSE: Duration = Duration::from_millis(50);

/// Where keys and settings live: `DEPUTE_HOME`, else the platform's folder for configuration.
pub(crate) struct Home {
    folder: PathBuf,
}

impl Home {
    pub(crate) fn find() -> Result<Home, Failure> {
        let folder = match env::var_os("DEPUTE_HOME").filter(|folder| !folder.is_empty()) {
            Some(folder) => PathBuf::from(folder),
            None => configuration_folder()
                .ok_or_else(|| {
                    Failure::usage("no folder for configuration is known").hint("set DEPUTE_HOME to one of your own")
                })?
                .join("depute"),
        };
        Ok(Home { folder })
    }

    #[cfg(test)]
    pub(crate) fn at(folder: &Path) -> Home {
        Home { folder: folder.to_path_buf() }
    }

    pub(crate) fn names_path(&self) -> PathBuf {
        self.folder.join("names.toml")
    }

    pub(crate) fn trust_path(&self) -> PathBuf {
        self.folder.join("trust.toml")
    }

    /// The list of what was revoked here.
    pub(crate) fn revocations_path(&self) -> PathBuf {
        self.folder.join("revocations.dptr")
    }

    /// What is remembered of that list beside it.
    pub(crate) fn revocations_state_path(&self) -> PathBuf {
        self.folder.join("revocations.toml")
    }

    /// The file of a key made or put here under this name.
    pub(crate) fn key_path(&self, name: &str) -> PathBuf {
        self.folder.join("keys").join(format!("{name}.pem"))
    }

    /// Names of the keys whose secret half is here, in order.
    pub(crate) fn key_names(&self) -> Result<Vec<String>, Failure> {
        let folder = self.folder.join("keys");
        if file::is_absent(&folder)? {
            return Ok(Vec::new());
        }
        let entries = fs::read_dir(&folder).map_err(|cause| Failure::io(&folder, "read", &cause))?;
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|cause| Failure::io(&folder, "read", &cause))?;
            let file = entry.file_name();
            // What no command can name is no key of this home.
            let name = file.to_str().and_then(|file| file.strip_suffix(".pem"));
            names.extend(name.filter(|name| names::check_spelling(name).is_ok()).map(str::to_owned));
        }
        names.sort();
        Ok(names)
    }

    /// Puts a new key's PEM text under a name that is free.
    pub(crate) fn write_key(&self, name: &str, pem: &str) -> Result<(), Failure> {
        self.make_folders()?;
        file::write(&self.key_path(name), pem.as_bytes(), Readers::Owner, Existing::Keep).map_err(|failure| {
            if failure.code() == Code::NameTaken {
                Failure::new(Code::NameTaken, format!("there is a key `{name}` already"))
                    .hint("choose another name, or remove that key's file yourself")
            } else {
                failure
            }
        })
    }

    /// Reads a settings file of this folder; absent is empty.
    pub(crate) fn read_settings(&self, path: &Path) -> Result<String, Failure> {
        Ok(self.read_if_there(path, SETTINGS_BYTES)?.unwrap_or_default())
    }

    /// Reads a file of this folder that not everybody may write, of at most `most` bytes; `None` if it is absent.
    pub(crate) fn read_if_there(&self, path: &Path, most: usize) -> Result<Option<String>, Failure> {
        if file::is_absent(path)? {
            return Ok(None);
        }
        refuse_written_by_all(path)?;
        text(file::read(path, most)?, path).map(Some)
    }

    /// Replaces a settings file of this folder.
    pub(crate) fn write_settings(&self, path: &Path, text: &str) -> Result<(), Failure> {
        self.make_folders()?;
        file::write(path, text.as_bytes(), Readers::Owner, Existing::Replace)
    }

    /// Keeps other commands from changing this folder until the lock is dropped. Waits for one that does so now, but not
    /// for one that hangs.
    pub(crate) fn lock(&self) -> Result<File, Failure> {
        self.make_folders()?;
        let path = self.folder.join(".lock");
        let failed = |cause: &std::io::Error| Failure::io(&path, "lock", cause);
        let mut options = File::options();
        options.create(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(|cause| failed(&cause))?;
        for _ in 0..LOCK_TRIES {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) => thread::sleep(LOCK_PAUSE),
                Err(TryLockError::Error(cause)) => return Err(failed(&cause)),
            }
        }
        Err(Failure::new(Code::IoFailed, format!("another command holds `{}`", path.display()))
            .hint("type the command again once the other one has ended; the lock goes with it"))
    }

    fn make_folders(&self) -> Result<(), Failure> {
        let keys = self.folder.join("keys");
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&keys).map_err(|cause| Failure::io(&keys, "make", &cause))
    }
}

/// Names and trust decide as much as a key does: a file that everybody may write says nothing. A group may, where people
/// share a home or their umask is 002.
fn refuse_written_by_all(path: &Path) -> Result<(), Failure> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let found = fs::metadata(path).map_err(|cause| Failure::io(path, "read", &cause))?;
        if found.is_file() && found.permissions().mode() & 0o002 != 0 {
            let shown = path.display();
            return Err(Failure::new(Code::FileInvalid, format!("everybody may write `{shown}`"))
                .hint(format!("look at what it says, then: chmod o-w '{shown}'")));
        }
    }
    Ok(())
}

/// Settings are written by hand and small.
pub(crate) const SETTINGS_BYTES: usize = 1024 * 1024;

/// The PEM text of a key file that nobody but its owner may read or write.
pub(crate) fn read_key_file(path: &Path) -> Result<Zeroizing<String>, Failure> {
    let file = File::open(path).map_err(|cause| Failure::io(path, "read", &cause))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let metadata = file.metadata().map_err(|cause| Failure::io(path, "read", &cause))?;
        if metadata.is_file() && metadata.permissions().mode() & 0o077 != 0 {
            let shown = path.display();
            return Err(Failure::new(Code::KeyFileOpen, format!("others may read or write the key file `{shown}`"))
                .hint(format!("chmod 600 '{shown}'")));
        }
    }
    let bytes = Zeroizing::new(file::read_open(file, path, keyfile::FILE_BYTES)?);
    match std::str::from_utf8(&bytes) {
        Ok(text) => Ok(Zeroizing::new(text.to_owned())),
        Err(_) => Err(Failure::new(Code::KeyFileInvalid, format!("`{}` is not a text", path.display()))),
    }
}

/// A file's bytes as text.
pub(crate) fn text(bytes: Vec<u8>, path: &Path) -> Result<String, Failure> {
    String::from_utf8(bytes)
        .map_err(|_| Failure::new(Code::FileInvalid, format!("`{}` is not UTF-8 text", path.display())))
}

#[cfg(target_os = "macos")]
fn configuration_folder() -> Option<PathBuf> {
    Some(absolute("HOME")?.join("Library").join("Application Support"))
}

#[cfg(windows)]
fn configuration_folder() -> Option<PathBuf> {
    absolute("APPDATA")
}

#[cfg(not(any(target_os = "macos", windows)))]
fn configuration_folder() -> Option<PathBuf> {
    absolute("XDG_CONFIG_HOME").or_else(|| Some(absolute("HOME")?.join(".config")))
}

fn absolute(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|path| path.is_absolute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_written_once_and_found() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(&folder.path().join("depute"));
        assert!(home.key_names().unwrap().is_empty());
        home.write_key("bob", "B").unwrap();
        home.write_key("alice", "A").unwrap();
        assert_eq!(home.write_key("bob", "C").unwrap_err().code(), Code::NameTaken);
        assert_eq!(*read_key_file(&home.key_path("bob")).unwrap(), "B");
        assert_eq!(home.key_names().unwrap(), ["alice", "bob"]);
    }

    #[cfg(unix)]
    #[test]
    fn folders_are_0700_and_a_key_that_others_may_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(&folder.path().join("depute"));
        home.write_key("bob", "B").unwrap();
        let path = home.key_path("bob");
        assert_eq!(fs::metadata(path.parent().unwrap()).unwrap().permissions().mode() & 0o777, 0o700);
        for mode in [0o640, 0o604, 0o620, 0o602, 0o610] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            let refused = read_key_file(&path).unwrap_err();
            assert_eq!(refused.code(), Code::KeyFileOpen, "{mode:o}");
            assert!(refused.hints()[0].starts_with("chmod 600 "));
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
        assert_eq!(*read_key_file(&path).unwrap(), "B");
    }
}
