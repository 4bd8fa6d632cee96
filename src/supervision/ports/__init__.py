"""What plugins implement (接口): Protocols and contribution records."""
