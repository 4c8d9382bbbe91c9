//! The fields that the Elastic Common Schema calls arrays (`normalize: array`).

/// Names, ascending.
const ARRAYS: &[&str] = &[
    "container.image.hash.all",
    "container.image.tag",
    "dns.answers",
    "dns.header_flags",
    "dns.resolved_ip",
    "email.attachments",
    "email.bcc.address",
    "email.cc.address",
    "email.from.address",
    "email.reply_to.address",
    "email.to.address",
    "event.category",
    "event.type",
    "faas.trigger",
    "file.attributes",
    "host.ip",
    "host.mac",
    "observer.ip",
    "observer.mac",
    "orchestrator.resource.annotation",
    "orchestrator.resource.ip",
    "orchestrator.resource.label",
    "process.args",
    "process.entry_leader.args",
    "process.env_vars",
    "process.group_leader.args",
    "process.parent.args",
    "process.parent.group_leader.args",
    "process.previous.args",
    "process.session_leader.args",
    "process.user.roles",
    "registry.data.strings",
    "related.hash",
    "related.hosts",
    "related.ip",
    "related.user",
    "rule.author",
    "tags",
    "threat.enrichments",
    "threat.group.alias",
    "threat.software.alias",
    "threat.software.platforms",
    "threat.tactic.id",
    "threat.tactic.name",
    "threat.tactic.reference",
    "threat.technique.id",
    "threat.technique.name",
    "threat.technique.reference",
    "threat.technique.subtechnique.id",
    "threat.technique.subtechnique.name",
    "threat.technique.subtechnique.reference",
    "tls.client.certificate_chain",
    "tls.client.supported_ciphers",
    "tls.server.certificate_chain",
    "user.changes.roles",
    "user.effective.roles",
    "user.roles",
    "user.target.roles",
    "vulnerability.category",
];

/// Whether ECS calls the field called `name` an array.
pub(super) fn is_array(name: &str) -> bool {
    ARRAYS.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_ascends() {
        assert!(ARRAYS.is_sorted());
        assert!(is_array("event.category") && !is_array("event.action"));
    }
}
