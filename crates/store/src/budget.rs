//! `--memory`: how much of the machine the whole process may use, and how much it did use.

use utsushi_findings::{Problem, problem};

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;
const DEFAULT: u64 = 384 * MIB;
const MINIMUM: u64 = 192 * MIB;

/// The memory that the whole process may use. It governs how deep queues are and when to spill to scratch, never
/// what is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MemoryBudget {
    bytes: u64,
}

impl Default for MemoryBudget {
    /// 384 MiB.
    fn default() -> Self {
        MemoryBudget { bytes: DEFAULT }
    }
}

impl MemoryBudget {
    /// Reads `384MiB`, `1GiB`, `524288KiB` or a plain number of bytes.
    ///
    /// # Errors
    /// Not of that form, or less than 192 MiB.
    pub fn parse(text: &str) -> Result<MemoryBudget, Problem> {
        let written = text.trim();
        let digits = written.len() - written.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, unit) = written.split_at(digits);
        let unit = match unit.trim_start().to_ascii_lowercase().as_str() {
            "" => Some(1),
            "kib" => Some(KIB),
            "mib" => Some(MIB),
            "gib" => Some(GIB),
            _ => None,
        };
        let bytes = unit.and_then(|unit| number.parse::<u64>().ok()?.checked_mul(unit));
        let Some(bytes) = bytes else {
            return Err(problem!(
                "--memory の値「{written}」はメモリの量として読めません",
                "--memory \"{written}\" is not an amount of memory"
            )
            .help(
                "整数に KiB・MiB・GiB を付けるか、バイト数で書いてください(例: 384MiB)",
                "write a whole number with KiB, MiB or GiB, or a number of bytes; for example 384MiB",
            ));
        };
        if bytes < MINIMUM {
            return Err(problem!(
                "--memory の値「{written}」は小さすぎます",
                "--memory \"{written}\" is too small"
            )
            .help("192MiB 以上にしてください", "give at least 192MiB"));
        }
        Ok(MemoryBudget { bytes })
    }

    /// Less than anybody may ask for: for tests of what goes to scratch.
    #[doc(hidden)]
    pub fn too_small(bytes: u64) -> MemoryBudget {
        MemoryBudget { bytes }
    }

    /// As [`MemoryBudget::parse`], for the process whose budget it is: where it is small, memory that is freed goes back to the
    /// system rather than into a store of the allocator's, which costs a little time. To be called before there are threads.
    ///
    /// # Errors
    /// As [`MemoryBudget::parse`].
    pub fn of_process(text: &str) -> Result<MemoryBudget, Problem> {
        let budget = MemoryBudget::parse(text)?;
        if budget.bytes < DEFAULT {
            give_freed_back();
        }
        Ok(budget)
    }

    /// The budget in bytes.
    pub fn bytes(self) -> u64 {
        self.bytes
    }
}

/// Has glibc map blocks of 256 KiB and more by themselves. By itself it raises that border to 32 MiB as soon as one of such a
/// size is freed, and from then on columns and buffers leave holes that nobody else fills: measured at ten million records and
/// 192 MiB, 230 MB at the peak with it and 184 MB without, in 44 and 46 seconds.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[allow(unsafe_code, reason = "the allocator can be told in no other way")]
fn give_freed_back() {
    const BLOCK: libc::c_int = 256 << 10;
    const TOP: libc::c_int = 1 << 20;
    // SAFETY: mallopt takes two numbers and touches nothing of ours. It may be called at any time; glibc asks only that it
    // is not called while another thread allocates for the first time, and there is no other thread yet.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, BLOCK);
        libc::mallopt(libc::M_TRIM_THRESHOLD, TOP);
    }
}

/// Other allocators know no such setting.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn give_freed_back() {}

/// The most physical memory that this process has used so far, in bytes; `None` where the system does not say
/// (anywhere but Linux).
pub fn peak_memory() -> Option<u64> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    high_water_mark(&std::fs::read_to_string("/proc/self/status").ok()?)
}

fn high_water_mark(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib = line.trim().strip_suffix("kB")?.trim_end().parse::<u64>().ok()?;
    kib.checked_mul(KIB)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_with_binary_units_or_in_bytes() {
        for (text, bytes) in [
            ("384MiB", 384 * MIB),
            ("1GiB", GIB),
            ("524288KiB", 512 * MIB),
            ("402653184", 384 * MIB),
            (" 2 gib ", 2 * GIB),
            ("192MiB", 192 * MIB),
        ] {
            assert_eq!(MemoryBudget::parse(text).unwrap().bytes(), bytes, "{text}");
        }
        assert_eq!(MemoryBudget::default().bytes(), 384 * MIB);
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in [
            "",
            "MiB",
            "1GB",
            "1G",
            "1.5GiB",
            "-1GiB",
            "+1GiB",
            "0x10",
            "１GiB",
            "99999999999999999999",
            "17179869184GiB",
        ] {
            let problem = MemoryBudget::parse(text).unwrap_err().to_string();
            assert!(problem.contains("not an amount of memory"), "{text}: {problem}");
        }
    }

    #[test]
    fn less_than_the_minimum_is_refused() {
        for text in ["191MiB", "0", "512KiB"] {
            let problem = MemoryBudget::parse(text).unwrap_err().to_string();
            assert!(problem.contains("at least 192MiB"), "{text}: {problem}");
        }
    }

    #[test]
    fn the_high_water_mark_is_read_in_bytes() {
        assert_eq!(
            high_water_mark("VmPeak:\t 9 kB\nVmHWM:\t    5124 kB\nVmRSS:\t 1 kB\n"),
            Some(5124 * 1024)
        );
        assert_eq!(high_water_mark("Name:\tutsushi\n"), None);
        assert_eq!(peak_memory().is_some(), cfg!(target_os = "linux"));
    }
}
