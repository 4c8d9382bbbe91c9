//! The type of a device, guessed from names: Elasticsearch's own table.

use super::rules::Found;

const ROBOT: &str = "Robot";
const TABLET: &str = "Tablet";
const PHONE: &str = "Phone";
const DESKTOP: &str = "Desktop";
const OTHER: &str = "Other";

/// Parts of names of robots.
const ROBOTS: &[&str] =
    &["Bot", "bot", "spider", "Spider", "Crawler", "crawler", "AppEngine-Google"];

/// Parts of names of tablets.
const TABLETS: &[&str] = &["Tablet", "iPad", "FireOS", "Crosswalk"];

/// Parts of a whole user agent that tell a robot.
const ROBOT_AGENTS: &[&str] = &[
    "Synthetic",
    "Scanner",
    "Crawler",
    "Site24x7",
    "PagePeeker",
    "SpeedCurve",
    "Google Web Preview",
    "SiteChecker",
    "Parser",
];

/// Systems by name: whole, or the beginning of it.
const SYSTEMS: &[(&str, &[&str], &[&str])] = &[
    (DESKTOP, &["Windows", "Windows NT", "Linux", "Fedora", "Ubuntu"], &["Mac OS X", "Chrome OS"]),
    (
        PHONE,
        &["Android", "Sailfish"],
        &["iOS", "Windows Phone", "Firefox OS", "BlackBerry OS", "KaiOS", "Maemo"],
    ),
    (
        DESKTOP,
        &[],
        &[
            "Windows XP",
            "Windows 7",
            "Windows 10",
            "FreeBSD",
            "OpenBSD",
            "Arch Linux",
            "Solaris",
            "NetBSD",
            "SUSE",
            "SunOS",
        ],
    ),
];

/// Programs by name: whole, or the beginning of it.
const PROGRAMS: &[(&str, &[&str], &[&str])] = &[
    (
        DESKTOP,
        &[
            "Chrome",
            "Chromium",
            "Edge",
            "Firefox",
            "IE",
            "Maxthon",
            "Opera",
            "Safari",
            "SeaMonkey",
            "Vivaldi",
            "Yandex Browser",
        ],
        &[],
    ),
    (
        PHONE,
        &["Chrome Mobile"],
        &[
            "Chrome Mobile iOS",
            "Firefox Mobile",
            "Firefox iOS",
            "Edge Mobile",
            "Android",
            "Facebook",
            "Instagram",
            "IE Mobile",
            "BlackBerry WebKit",
            "OktaMobile",
            "Sailfish Browser",
            "Amazon Silk",
            "Pinterest",
            "Flipboard",
        ],
    ),
];

/// The type of the device, from the agent and what was found of system, program and device.
pub(super) fn device_type(
    agent: &str,
    [system, program, device]: [&Option<Found>; 3],
) -> &'static str {
    if holds(agent, ROBOT_AGENTS) {
        return ROBOT;
    }
    if agent.contains(TABLET) {
        return TABLET;
    }
    let name = |found: &Option<Found>| found.as_ref().map(|found| found.name.clone());
    let told = [
        name(system).and_then(|name| by_name(&name, SYSTEMS)),
        name(program).and_then(|name| by_name(&name, PROGRAMS)),
        name(device)
            .and_then(|name| (holds(&name, TABLETS) || name.contains("Kindle")).then_some(TABLET)),
    ];
    let order = [ROBOT, TABLET, PHONE, DESKTOP];
    order.into_iter().find(|kind| told.contains(&Some(kind))).unwrap_or(OTHER)
}

fn by_name(name: &str, table: &[(&'static str, &[&str], &[&str])]) -> Option<&'static str> {
    if holds(name, ROBOTS) {
        return Some(ROBOT);
    }
    let row = table.iter().find(|(_, whole, beginning)| {
        whole.contains(&name) || beginning.iter().any(|beginning| name.starts_with(beginning))
    });
    row.map(|(kind, ..)| *kind).or_else(|| holds(name, TABLETS).then_some(TABLET))
}

fn holds(text: &str, parts: &[&str]) -> bool {
    parts.iter().any(|part| text.contains(part))
}
