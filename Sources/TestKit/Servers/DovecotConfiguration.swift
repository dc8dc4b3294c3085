import Foundation

/// The one file that Dovecot 2.3 needs to run without root's rights. Everything lies below `folder`.
struct DovecotConfiguration {
    var folder: String
    var user: String
    var group: String
    var password: String
    var imapPort: Int
    var imapsPort: Int
    var lmtpPort: Int
    var certificate: CertificateAuthority.Certificate

    var text: String {
        """
        base_dir = \(folder)/run
        state_dir = \(folder)/state
        log_path = /dev/stderr
        protocols = imap lmtp
        recipient_delimiter = +
        listen = 127.0.0.1
        default_login_user = \(user)
        default_internal_user = \(user)
        default_internal_group = \(group)
        default_process_limit = 400
        default_client_limit = 2000
        ssl = yes
        ssl_cert = <\(certificate.certificatePath)
        ssl_key = <\(certificate.keyPath)
        ssl_dh =
        disable_plaintext_auth = no
        auth_mechanisms = plain login
        auth_failure_delay = 0
        # Any user exists, so that a test can have accounts without telling the server.
        passdb {
          driver = static
          args = password=\(password)
        }
        userdb {
          driver = static
          args = uid=\(user) gid=\(group) home=\(folder)/mail/%u allow_all_users=yes
        }
        mail_location = maildir:~/Maildir
        first_valid_uid = 1
        mail_max_userip_connections = 200
        mailbox_list_index = no
        namespace inbox {
          inbox = yes
          mailbox Sent {
            auto = create
            special_use = \\Sent
          }
          mailbox Junk {
            auto = create
            special_use = \\Junk
          }
        }
        service imap-login {
          chroot =
          inet_listener imap {
            port = \(imapPort)
          }
          inet_listener imaps {
            port = \(imapsPort)
            ssl = yes
          }
        }
        service lmtp {
          inet_listener lmtp {
            port = \(lmtpPort)
          }
        }
        service anvil {
          chroot =
          # A wrong password makes nobody wait.
          unix_listener anvil-auth-penalty {
            mode = 0
          }
        }
        service stats {
          chroot =
        }
        """
    }
}
