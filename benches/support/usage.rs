//! What one run took.

use super::Result;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

/// What one run took. CPU and memory are known on Unix only.
#[derive(Clone, Copy)]
pub struct Usage {
    pub wall: Duration,
    pub cpu: Option<Duration>,
    /// Peak resident memory in bytes.
    pub peak: Option<u64>,
}

impl Usage {
    /// One behind the other.
    pub fn then(self, next: Usage) -> Usage {
        Usage {
            wall: self.wall + next.wall,
            cpu: self.cpu.zip(next.cpu).map(|(one, other)| one + other),
            peak: self.peak.max(next.peak),
        }
    }
}

/// Runs a command to its end; what it says goes to a file, told where it fails.
pub fn timed(command: &mut Command, log: &Path) -> Result<Usage> {
    timed_until(command, log, 0)
}

/// The same, for a command that may end with a status up to `most`.
pub fn timed_until(command: &mut Command, log: &Path, most: i32) -> Result<Usage> {
    command.stderr(File::create(log)?);
    let begun = Instant::now();
    let child = command.spawn()?;
    let (status, cpu, peak) = wait(child)?;
    let wall = begun.elapsed();
    if status.code().is_none_or(|code| code > most) {
        return Err(format!("{command:?}: {status}\n{}", fs::read_to_string(log)?).into());
    }
    Ok(Usage { wall, cpu, peak })
}

type Waited = (ExitStatus, Option<Duration>, Option<u64>);

/// Waits for a child and asks the kernel what it used, which the standard library does not tell.
#[cfg(unix)]
fn wait(child: Child) -> Result<Waited> {
    use std::os::unix::process::ExitStatusExt;
    let pid = libc::pid_t::try_from(child.id())?;
    let mut status = 0;
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: `status` and `usage` are ours and live through the call. The child is ours, and nobody else waits for it:
    // a `Child` that is dropped does not.
    #[allow(unsafe_code)]
    let usage = unsafe {
        while libc::wait4(pid, &mut status, 0, usage.as_mut_ptr()) != pid {
            let error = std::io::Error::last_os_error();
            if error.kind() != std::io::ErrorKind::Interrupted {
                return Err(error.into());
            }
        }
        usage.assume_init()
    };
    let time = |time: libc::timeval| Duration::new(time.tv_sec as u64, time.tv_usec as u32 * 1000);
    let cpu = time(usage.ru_utime) + time(usage.ru_stime);
    // KiB everywhere but on macOS.
    let unit = if cfg!(target_vendor = "apple") { 1 } else { 1024 };
    Ok((ExitStatus::from_raw(status), Some(cpu), Some(usage.ru_maxrss as u64 * unit)))
}

#[cfg(not(unix))]
fn wait(mut child: Child) -> Result<Waited> {
    Ok((child.wait()?, None, None))
}
